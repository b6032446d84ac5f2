package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/** What one part of keys holds: the private keys and logins whose name is hashed into it. */
record KeyShard(List<KeyPem> keys, List<RelayCredential> credentials) {
  KeyShard {
    Objects.requireNonNull(keys);
    Objects.requireNonNull(credentials);
  }

  /** Never a password: a record's own form would show what its parts show. */
  @Override
  public String toString() {
    return "KeyShard[%s, %s]".formatted(keys, credentials);
  }
}
