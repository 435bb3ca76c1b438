package io.gpushopper.server;

import static java.util.Objects.requireNonNullElse;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.HttpEndpointProbe;
import io.gpushopper.adapters.ssh.SshAdapters;
import io.gpushopper.adapters.tensordock.TensorDockConfig;
import io.gpushopper.adapters.tensordock.TensorDockProviderFactory;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.adapters.vastai.VastAiProviderFactory;
import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.persistence.EncryptionKey;
import io.gpushopper.persistence.StoreSettings;
import io.gpushopper.persistence.Stores;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.Sleeper;
import io.gpushopper.ports.StoreException;
import io.gpushopper.server.config.DatabaseConfig;
import io.gpushopper.server.config.ProvidersConfig;
import io.gpushopper.server.config.Secret;
import io.gpushopper.server.config.ServerConfiguration;
import io.gpushopper.server.config.StartupException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database, the marketplaces and SSH, as the configuration names them. Thread-safe. */
final class RealParts implements Parts.Factory {
    private static final Logger LOG = LoggerFactory.getLogger(RealParts.class);

    private final SteadyClock clock;
    private final SecureRandom random = new SecureRandom();

    RealParts(SteadyClock clock) {
        this.clock = clock;
    }

    @Override
    public Parts make(ServerConfiguration configuration, Metrics metrics) {
        Stores stores = stores(configuration);
        try {
            return parts(configuration, metrics, stores);
        } catch (RuntimeException refused) {
            stores.close();
            throw refused;
        }
    }

    private Parts parts(ServerConfiguration configuration, Metrics metrics, Stores stores) {
        ClockWatch watch = new ClockWatch(clock, stores.clock());
        watch.begin();
        AdapterRuntime runtime = new AdapterRuntime(clock, Sleeper.SYSTEM, random, metrics)
                .sharing(stores.pace())
                .telling(clock::told);
        List<Provider> providers = providers(configuration.providers(), runtime);
        SshAdapters ssh = SshAdapters.start(SshAdapters.DEFAULT_KEY_POOL, threads());
        Deployment deployment = stores.deployment();
        if (deployment.refusal() != null) {
            LOG.error("nothing may be bought: {}", deployment.refusal());
        }
        return new Parts(
                providers,
                stores.sessions(),
                stores.ledger(),
                stores.queue(),
                stores.ownership(),
                stores::answers,
                stores::isOnTime,
                stores::poolUse,
                ssh.probe(),
                new HttpEndpointProbe(),
                ssh.keyMaker(),
                new SharedStore(stores.rounds(), clock::isSure, watch, stores::overdueSessions),
                () -> {
                    ssh.close();
                    stores.close();
                });
    }

    /** Those that the configuration names. */
    static List<Provider> providers(ProvidersConfig config, AdapterRuntime runtime) {
        List<Provider> providers = new ArrayList<>();
        Secret vastAiKey = config.vastai().apiKey();
        if (vastAiKey != null) {
            ApiKey key = setting("VASTAI_API_KEY (providers.vastai.apiKey)", vastAiKey.reveal(), ApiKey::new);
            VastAiConfig usual = setting(
                    "VASTAI_API_URL (providers.vastai.url)",
                    config.vastai().url(),
                    url -> VastAiConfig.of(URI.create(url), key));
            providers.add(VastAiProviderFactory.create(
                    config.vastai().interruptible() ? usual.withInterruptible() : usual, runtime));
        }
        Secret tensorDockToken = config.tensorDock().apiToken();
        if (tensorDockToken != null) {
            ApiKey token = setting(
                    "TENSORDOCK_API_TOKEN (providers.tensorDock.apiToken)", tensorDockToken.reveal(), ApiKey::new);
            providers.add(TensorDockProviderFactory.create(tensorDock(config.tensorDock(), token), runtime));
        }
        if (providers.isEmpty()) {
            LOG.warn("no provider is configured, so that nothing can be rented:"
                    + " set VASTAI_API_KEY or TENSORDOCK_API_TOKEN");
        }
        return providers;
    }

    private static TensorDockConfig tensorDock(ProvidersConfig.TensorDock config, ApiKey token) {
        URI balance =
                setting("TENSORDOCK_BALANCE_URL (providers.tensorDock.balanceUrl)", config.balanceUrl(), URI::create);
        return setting(
                "TENSORDOCK_API_URL (providers.tensorDock.url)",
                config.url(),
                url -> TensorDockConfig.of(URI.create(url), balance, config.authId(), token));
    }

    private Stores stores(ServerConfiguration configuration) {
        String id = configuration.deployment().id();
        Secret key = configuration.encryption().key();
        StoreSettings settings = StoreSettings.defaults()
                .withClock(clock)
                .withRandom(random)
                .withDeployment(id == null ? null : setting("DEPLOYMENT_ID (deployment.id)", id, DeploymentId::new))
                .withEncryptionKey(
                        key == null
                                ? null
                                : setting("ENCRYPTION_KEY (encryption.key)", key.reveal(), EncryptionKey::ofBase64));
        DatabaseConfig database = configuration.database();
        try {
            return database.url() == null
                    ? Stores.embedded(Path.of(requireNonNullElse(database.path(), "")), settings)
                    : Stores.connect(database.url(), database.user(), revealed(database.password()), settings);
        } catch (StoreException refused) {
            throw new StartupException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static @Nullable String revealed(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    /** The messages of these readers tell the rule and not the value, which may be a secret. */
    private static <T> T setting(String name, String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException rule) {
            throw new StartupException(name + ": " + rule.getMessage(), rule);
        }
    }

    private static ThreadFactory threads() {
        ThreadFactory plain = Executors.defaultThreadFactory();
        return work -> {
            Thread thread = plain.newThread(work);
            thread.setDaemon(true);
            return thread;
        };
    }
}
