package io.gpushopper.server.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.gpushopper.application.EngineMode;
import io.gpushopper.application.EngineSettings;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import jakarta.validation.Valid;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

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
    private final BudgetsConfig budgets;

    @Valid
    private final ProvidersConfig providers;

    public ServerConfiguration(
            @JsonProperty(value = "database", required = true) DatabaseConfig database,
            @JsonProperty(value = "deployment", required = true) DeploymentConfig deployment,
            @JsonProperty(value = "encryption", required = true) EncryptionConfig encryption,
            @JsonProperty(value = "auth", required = true) AuthConfig auth,
            @JsonProperty(value = "inventory", required = true) InventoryConfig inventory,
            @JsonProperty(value = "engine", required = true) EngineConfig engine,
            @JsonProperty(value = "budgets", required = true) BudgetsConfig budgets,
            @JsonProperty(value = "providers", required = true) ProvidersConfig providers) {
        this.database = requireNonNull(database, "database");
        this.deployment = requireNonNull(deployment, "deployment");
        this.encryption = requireNonNull(encryption, "encryption");
        this.auth = requireNonNull(auth, "auth");
        this.inventory = requireNonNull(inventory, "inventory");
        this.engine = requireNonNull(engine, "engine");
        this.budgets = requireNonNull(budgets, "budgets");
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

    /** Whether the engine may do anything. */
    public EngineMode engineMode() {
        return engine.observe() ? EngineMode.OBSERVING : EngineMode.ACTING;
    }

    /**
     * How much may be spent.
     *
     * @throws StartupException when a budget is for what is no consumer's id
     */
    public SpendRules spendRules() {
        Map<ConsumerId, Usd> own = new HashMap<>();
        budgets.consumers().forEach((name, monthly) -> own.put(consumer(name), new Usd(monthly)));
        BigDecimal monthly = budgets.monthly();
        return new SpendRules(
                new Fuse(engine.maxLiveInstances(), new UsdPerHour(engine.maxHourlySpend())),
                new Budgets(monthly == null ? null : new Usd(monthly), own, budgets.warnAt(), budgets.stopSessions()));
    }

    private static ConsumerId consumer(String name) {
        try {
            return new ConsumerId(name);
        } catch (IllegalArgumentException rule) {
            throw new StartupException("budgets.consumers: a consumer's id " + rule.getMessage(), rule);
        }
    }
}
