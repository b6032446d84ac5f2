package io.mailhelm.config;

import java.util.Objects;

/**
 * A login at a relay, in a key shard and nowhere else.
 *
 * @param name what the config calls it: {@code relay/} and the Secret's name
 */
public record RelayCredential(String name, String username, String password) {
  public RelayCredential {
    Objects.requireNonNull(name);
    Objects.requireNonNull(username);
    Objects.requireNonNull(password);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "RelayCredential[" + name + "]";
  }
}
