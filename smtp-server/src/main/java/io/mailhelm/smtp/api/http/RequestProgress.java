package io.mailhelm.smtp.api.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Measures how much of its request a connection has sent, and in what time. It follows one request
 * at a time; octets of the next may come meanwhile. Thread-safe.
 */
final class RequestProgress {
  /** Octets of a request that may come behind its answer. */
  static final int MOST_REST = 256 << 10;

  private static final long NONE = -1;

  private final LongSupplier nanoTime;

  /**
   * The request that passed {@link RequestChecks}, until its answer is taken and all of it is here.
   */
  private Optional<HttpServerRequest> request = Optional.empty();

  /**
   * Requests whose head came, and those of which the last octet did; {@link RequestChecks} need not
   * see all.
   */
  private int heads;

  private int ends;

  /** Octets that came of the request that is here, or of a head that is not whole yet. */
  private long received;

  /** Octets that came behind a whole request, before its answer was taken: of the next one. */
  private long ahead;

  /** Octets that had come when a request was answered before it was whole. */
  private long restFrom = NONE;

  private long since;
  private long heard;

  RequestProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
    heard = since;
  }

  /** So many octets came. */
  synchronized void came(int octets) {
    heard = nanoTime.getAsLong();
    if (request.isPresent() && isWhole()) {
      ahead += octets;
    } else {
      received += octets;
    }
  }

  /** The head of a request is read; {@link RequestChecks} sees it now, later or never. */
  synchronized void begun() {
    heads++;
  }

  /** {@link RequestChecks} sees a request. */
  synchronized void asked(HttpServerRequest now) {
    since = nanoTime.getAsLong();
    heard = since;
    if (request.isPresent()) { // it came behind another, whose answer is not taken yet
      received = ahead;
      ahead = 0;
    }
    request = Optional.of(now);
  }

  /** The last octet of a request is here. */
  synchronized void ended() {
    ends++;
    if (restFrom != NONE) {
      next(0);
    }
  }

  /**
   * The answer to this request was taken: the next may come, if it has not yet.
   *
   * @return whether the rest of this one has still to come; its client may finish it in its time
   */
  synchronized boolean answered(HttpServerRequest done) {
    if (request.filter(current -> current == done).isEmpty()) {
      return false;
    }
    if (isWhole()) {
      next(ahead);
      return false;
    }
    restFrom = received;
    return true;
  }

  private void next(long octets) {
    restFrom = NONE;
    since = nanoTime.getAsLong();
    received = octets;
    ahead = 0;
    request = Optional.empty();
  }

  /** Whether more comes behind an answer than is worth reading. */
  synchronized boolean isRestTooLong() {
    return restFrom != NONE && received - restFrom > MOST_REST;
  }

  /** Whether one is here, whole or not. */
  synchronized boolean isHere() {
    return request.isPresent();
  }

  /** Whether one is here whole. */
  synchronized boolean isHereWhole() {
    return request.isPresent() && isWhole();
  }

  /** Whether a part of one is here. */
  synchronized boolean isPart() {
    return request.isPresent() ? !isWhole() : received > 0;
  }

  private boolean isWhole() {
    return ends >= heads;
  }

  /** When it began, or when the one before was answered; by {@link System#nanoTime}. */
  synchronized long since() {
    return since;
  }

  /**
   * Whether the peer takes too long. A head has the time in all; a body has it between two pieces,
   * and in all by {@link ApiConnection#LEAST_RATE} since the head. What the server does with a
   * whole request may take its time.
   *
   * @param now by {@link System#nanoTime}
   */
  synchronized boolean isOverdue(long now, Duration time) {
    if (request.isEmpty()) {
      return now - since >= time.toNanos();
    }
    return !isWhole()
        && (now - heard >= time.toNanos()
            || now - since >= time.plusSeconds(received / ApiConnection.LEAST_RATE).toNanos());
  }
}
