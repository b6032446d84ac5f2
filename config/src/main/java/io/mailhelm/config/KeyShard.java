package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of one key shard: the private keys and logins whose name is hashed into it, and in
 * one shard the key for decoys.
 */
record KeyShard(List<KeyPem> keys, List<RelayCredential> credentials, Optional<DecoyKey> decoyKey) {
  /** The name by which the key for decoys is hashed into its shard. */
  static final String DECOYS = "decoys";

  KeyShard {
    Objects.requireNonNull(keys);
    Objects.requireNonNull(credentials);
    decoyKey = Objects.requireNonNullElse(decoyKey, Optional.empty()); // before format 4
  }

  /** Never contains a password: a record's own form would show what its parts show. */
  @Override
  public String toString() {
    return "KeyShard[%s, %s]".formatted(keys, credentials);
  }
}
