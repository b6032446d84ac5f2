package io.mailhelm.dns;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A TLSA record (RFC 6698 §2.1), as it was published: the caller judges whether the numbers mean
 * anything.
 *
 * @param usage which certificate of the chain it is about
 * @param selector whether it is about the whole certificate or its public key
 * @param matching whether the data are as they are or hashed
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
