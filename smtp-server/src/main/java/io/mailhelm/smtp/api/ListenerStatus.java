package io.mailhelm.smtp.api;

import java.util.Objects;
import java.util.Optional;

/**
 * A listener as it is, for {@code GET /health}.
 *
 * @param name of the listener
 * @param address it is bound to
 * @param port it is bound to
 * @param problem why it takes no mail; empty when it does
 */
public record ListenerStatus(String name, String address, int port, Optional<String> problem) {
  public ListenerStatus {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    Objects.requireNonNull(problem);
  }
}
