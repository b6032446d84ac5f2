package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpEndpoint;

/** A port of the APIs cannot be opened; the message says which, and what to do. */
public final class CannotListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpEndpoint endpoint;

  private CannotListenException(String message, HttpEndpoint endpoint, Throwable cause) {
    super(message, cause);
    this.endpoint = endpoint;
  }

  /** The address and port that cannot be opened. */
  public HttpEndpoint endpoint() {
    return endpoint;
  }

  /**
   * @param what listens there, e.g. {@code mail API}
   */
  public static CannotListenException of(String what, HttpEndpoint endpoint, Throwable cause) {
    return new CannotListenException(
        "the %s cannot listen on %s port %d: %s: stop what uses it, or choose another port"
            .formatted(what, endpoint.address(), endpoint.port(), cause.getMessage()),
        endpoint,
        cause);
  }
}
