package io.mailhelm.smtp.policy;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerLimits;
import java.util.Optional;

/**
 * The limits of one message: the server's, or those of the sender's policy where they are lower
 * ({@code SendPolicy.spec.limits}). Pure.
 */
public final class MessageLimits {
  private MessageLimits() {}

  /**
   * The most octets.
   *
   * @param policy the sender's; empty: it is no user
   */
  public static long octets(ServerLimits server, Optional<SendPolicy> policy) {
    return policy
        .flatMap(it -> it.limits().messageSize())
        .map(most -> Math.min(most, server.messageSize()))
        .orElse(server.messageSize());
  }

  /**
   * The most recipients, wherever they are.
   *
   * @param policy the sender's; empty: it is no user
   */
  public static int recipients(ServerLimits server, Optional<SendPolicy> policy) {
    return policy
        .flatMap(it -> it.limits().recipientsPerMessage())
        .map(most -> Math.min(most, server.recipients()))
        .orElse(server.recipients());
  }
}
