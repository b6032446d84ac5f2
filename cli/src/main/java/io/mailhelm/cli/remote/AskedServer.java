package io.mailhelm.cli.remote;

import java.util.Optional;

/**
 * A server that a command asks, or the reason why it cannot be reached.
 *
 * @param name its name for people: that of its pod, or the URL of its API
 * @param reached its API; empty where it cannot be reached
 * @param why the reason why it cannot be reached; empty where it can
 */
public record AskedServer(String name, Optional<ManagementClient> reached, String why) {
  /** A server that can be asked. */
  public AskedServer(String name, ManagementClient client) {
    this(name, Optional.of(client), "");
  }

  /** A server that cannot be reached. */
  public static AskedServer unreachable(String name, String why) {
    return new AskedServer(name, Optional.empty(), why);
  }

  /**
   * Its API.
   *
   * @throws ServerRefusedException when it cannot be reached, just as when it does not answer
   */
  public ManagementClient client() {
    return reached.orElseThrow(() -> new ServerRefusedException(why));
  }
}
