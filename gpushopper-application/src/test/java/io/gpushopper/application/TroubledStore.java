package io.gpushopper.application;

import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;

/** A store that can fall ill: first it can't be written, then not even read. Confined to one thread. */
final class TroubledStore {
    private static final Set<String> WRITES =
            Set.of("create", "take", "save", "amend", "firstWarning", "freeReply", "forgetReplies", "markUsed");

    private static final Set<String> SECRETS = Set.of("engineKey", "setupSecrets", "findReply");

    private final SessionStore real;
    private int takesRefused;
    private Trouble trouble = Trouble.NONE;

    TroubledStore(SessionStore real) {
        this.real = real;
    }

    /** What is wrong with it. */
    enum Trouble {
        NONE,
        /** What is encrypted can't be read. */
        KEYLESS,
        UNWRITABLE,
        /** The same, but a new session is committed, though whoever asked is told that it failed. */
        IN_DOUBT,
        UNREADABLE,
        /** It fails at every turn as nothing foresees. */
        BROKEN
    }

    void become(Trouble next) {
        trouble = next;
    }

    /** How often a session was to be taken that could not be. */
    int takesRefused() {
        return takesRefused;
    }

    SessionStore store() {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    boolean writes = WRITES.contains(method.getName());
                    if (trouble == Trouble.UNWRITABLE && method.getName().equals("take")) {
                        takesRefused++;
                    }
                    if (trouble == Trouble.IN_DOUBT && method.getName().equals("create")) {
                        method.invoke(real, arguments);
                    }
                    boolean unwritable = trouble == Trouble.UNWRITABLE || trouble == Trouble.IN_DOUBT;
                    if (trouble == Trouble.UNREADABLE || (unwritable && writes)) {
                        throw new StoreException("the store is " + trouble, null);
                    }
                    if (trouble == Trouble.BROKEN) {
                        throw new IllegalStateException("the store is " + trouble);
                    }
                    if (trouble == Trouble.KEYLESS && SECRETS.contains(method.getName())) {
                        return Optional.empty();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
