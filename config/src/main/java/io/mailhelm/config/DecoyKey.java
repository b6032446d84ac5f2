package io.mailhelm.config;

import java.util.Arrays;

/**
 * The key from which the salts of unknown user names are derived, in a key shard and nowhere else.
 * It is the same in every pod and after every start: a salt that changes would reveal that there is
 * no such user.
 *
 * @param octets 32 or more, secret
 */
public record DecoyKey(byte[] octets) {
  public DecoyKey {
    if (octets.length < 32) {
      throw new IllegalArgumentException("a key for decoys has 32 octets or more");
    }
    octets = octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecoyKey that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Never contains the key. */
  @Override
  public String toString() {
    return "DecoyKey[]";
  }
}
