package io.mailhelm.config;

import java.util.Objects;

/**
 * A login at a relay, which occurs in a key shard and nowhere else.
 *
 * @param name its name in the config: {@code relay/} and the Secret's name
 */
public record RelayCredential(String name, String username, String password) {
  public RelayCredential {
    Objects.requireNonNull(name);
    Objects.requireNonNull(username);
    Objects.requireNonNull(password);
  }

  /** Never contains the password. */
  @Override
  public String toString() {
    return "RelayCredential[" + name + "]";
  }
}
