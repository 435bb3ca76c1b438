package io.gpushopper.simulator.machine;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * Tells the SSH library of the JDK's Ed25519. Bouncy Castle, which a class path may have for another reason, is left out, so
 * that the machines behave the same wherever they run.
 */
final class JdkEdDsaRegistrar extends AbstractSecurityProviderRegistrar {

    /** The JDK's provider of elliptic curves, since JDK 15 with the Edwards ones. */
    private static final String PROVIDER = "SunEC";

    private JdkEdDsaRegistrar() {
        super(SecurityUtils.EDDSA);
    }

    /** Registers it, once per process at most; before or after the library has looked for providers. */
    static void install() {
        SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
        if (SecurityUtils.registerSecurityProvider(new JdkEdDsaRegistrar()) instanceof JdkEdDsaRegistrar) {
            KeyUtils.registerPublicKeyEntryDecoder(new JdkEdDsaSupport().getEDDSAPublicKeyEntryDecoder());
        }
    }

    @Override
    public String getProviderName() {
        return PROVIDER;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    @Override
    public boolean isSupported() {
        return Security.getProvider(PROVIDER) != null;
    }

    @Override
    public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
        boolean keys = entityType == KeyFactory.class || entityType == KeyPairGenerator.class;
        boolean known = name.equalsIgnoreCase(SecurityUtils.EDDSA) || name.equalsIgnoreCase(JdkEdDsaSupport.ALGORITHM);
        return keys && known;
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEdDsaSupport());
    }
}
