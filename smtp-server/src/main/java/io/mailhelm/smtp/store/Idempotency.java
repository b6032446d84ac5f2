package io.mailhelm.smtp.store;

import java.util.Objects;

/**
 * The key by which a request that is sent twice makes one message. It is remembered for as long as
 * {@link io.mailhelm.config.Retention#idempotencyKeys} says.
 *
 * @param owner whose key it is: the id of a mailbox
 * @param key as the client chose it
 * @param fingerprint of the request, so that one key for two requests is found out
 */
public record Idempotency(String owner, String key, String fingerprint) {
  public Idempotency {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(key);
    Objects.requireNonNull(fingerprint);
  }
}
