package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one part of keys holds: the private keys and logins whose name is hashed into it, and in one
 * of them the key for decoys.
 */
record KeyShard(List<KeyPem> keys, List<RelayCredential> credentials, Optional<DecoyKey> decoyKey) {
  /** What the key for decoys is hashed into its shard by. */
  static final String DECOYS = "decoys";

  KeyShard {
    Objects.requireNonNull(keys);
    Objects.requireNonNull(credentials);
    decoyKey = Objects.requireNonNullElse(decoyKey, Optional.empty()); // before format 4
  }

  /** Never a password: a record's own form would show what its parts show. */
  @Override
  public String toString() {
    return "KeyShard[%s, %s]".formatted(keys, credentials);
  }
}
