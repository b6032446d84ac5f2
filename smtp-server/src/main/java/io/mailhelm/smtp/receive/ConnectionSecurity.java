package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.auth.ChannelBindings;

/**
 * The TLS of a connection, if it has any.
 *
 * @param protocol e.g. {@code TLSv1.3}; empty without TLS
 * @param cipher e.g. {@code TLS_AES_256_GCM_SHA384}
 * @param bindings what SCRAM-SHA-256-PLUS ties a login to
 */
public record ConnectionSecurity(String protocol, String cipher, ChannelBindings bindings) {
  /** No TLS. */
  public static final ConnectionSecurity NONE =
      new ConnectionSecurity("", "", ChannelBindings.NONE);

  boolean isTls() {
    return !protocol.isEmpty();
  }
}
