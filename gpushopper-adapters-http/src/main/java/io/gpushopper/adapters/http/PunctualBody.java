package io.gpushopper.adapters.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * A body that is not given out after a moment. The client asks for it when the connection stands, right before it writes it; a
 * request without its body has no effect. Thread-safe.
 */
final class PunctualBody implements BodyPublisher {
    private final BodyPublisher body;
    private final Instant sendBy;
    private final InstantSource clock;

    PunctualBody(BodyPublisher body, Instant sendBy, InstantSource clock) {
        this.body = body;
        this.sendBy = sendBy;
        this.clock = clock;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (clock.instant().isAfter(sendBy)) {
            subscriber.onSubscribe(new NothingToGive());
            subscriber.onError(new TooLateException());
        } else {
            body.subscribe(subscriber);
        }
    }

    /** The moment had passed, and the body was not sent. */
    static final class TooLateException extends IOException {
        TooLateException() {
            super("the moment to send by had passed");
        }
    }

    private static final class NothingToGive implements Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
