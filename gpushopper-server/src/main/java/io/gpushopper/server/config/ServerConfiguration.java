package io.gpushopper.server.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.gpushopper.application.EngineSettings;
import jakarta.validation.Valid;

/** Everything that an operator may set, {@code server} and {@code logging} being Dropwizard's own. Immutable once read. */
public final class ServerConfiguration extends Configuration {
    @Valid
    private final DatabaseConfig database;

    @Valid
    private final DeploymentConfig deployment;

    @Valid
    private final EncryptionConfig encryption;

    @Valid
    private final AuthConfig auth;

    @Valid
    private final InventoryConfig inventory;

    @Valid
    private final EngineConfig engine;

    @Valid
    private final ProvidersConfig providers;

    public ServerConfiguration(
            @JsonProperty(value = "database", required = true) DatabaseConfig database,
            @JsonProperty(value = "deployment", required = true) DeploymentConfig deployment,
            @JsonProperty(value = "encryption", required = true) EncryptionConfig encryption,
            @JsonProperty(value = "auth", required = true) AuthConfig auth,
            @JsonProperty(value = "inventory", required = true) InventoryConfig inventory,
            @JsonProperty(value = "engine", required = true) EngineConfig engine,
            @JsonProperty(value = "providers", required = true) ProvidersConfig providers) {
        this.database = requireNonNull(database, "database");
        this.deployment = requireNonNull(deployment, "deployment");
        this.encryption = requireNonNull(encryption, "encryption");
        this.auth = requireNonNull(auth, "auth");
        this.inventory = requireNonNull(inventory, "inventory");
        this.engine = requireNonNull(engine, "engine");
        this.providers = requireNonNull(providers, "providers");
    }

    public DatabaseConfig database() {
        return database;
    }

    public DeploymentConfig deployment() {
        return deployment;
    }

    public EncryptionConfig encryption() {
        return encryption;
    }

    public AuthConfig auth() {
        return auth;
    }

    public ProvidersConfig providers() {
        return providers;
    }

    /** What the engine is told of it. */
    public EngineSettings engineSettings() {
        return new EngineSettings(
                engine.hardLimit().toJavaDuration(),
                engine.createWait().toJavaDuration(),
                engine.deleteWait().toJavaDuration(),
                inventory.refresh().toJavaDuration(),
                engine.reconcileEvery().toJavaDuration(),
                engine.watchEvery().toJavaDuration(),
                engine.priceTolerance());
    }
}
