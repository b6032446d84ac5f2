package io.mailhelm.dns;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A TLSA record (RFC 6698 §2.1), as it was published: whether the numbers mean something is the
 * caller's to judge.
 *
 * @param usage whose certificate it is about
 * @param selector all of it or its public key
 * @param matching as it is or hashed
 * @param data not to be changed
 */
public record TlsAssociation(int usage, int selector, int matching, byte[] data) {
  @Override
  public boolean equals(Object other) {
    return other instanceof TlsAssociation(int u, int s, int m, byte[] d)
        && usage == u
        && selector == s
        && matching == m
        && Arrays.equals(data, d);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data) + usage;
  }

  @Override
  public String toString() {
    return usage + " " + selector + " " + matching + " " + HexFormat.of().formatHex(data);
  }
}
