package io.mailhelm.smtp.auth;

import java.util.Optional;

/**
 * The data that tie a login to its TLS connection (RFC 5056), so that nobody in between can pass
 * the exchange on.
 */
public interface ChannelBindings {
  /** No TLS. */
  ChannelBindings NONE = type -> Optional.empty();

  /**
   * The data of a binding.
   *
   * @param type {@code tls-exporter} (RFC 9266) or {@code tls-server-end-point} (RFC 5929 §4)
   * @return empty when this connection has none of that type
   */
  Optional<byte[]> data(String type);
}
