package io.mailhelm.cli.remote;

import java.util.Optional;

/**
 * A server that a command asks.
 *
 * @param name what people call it: its pod, or where its API is
 * @param reached empty where there is no way to it
 * @param why there is no way to it; empty where there is
 */
public record AskedServer(String name, Optional<ManagementClient> reached, String why) {
  /** One that can be asked. */
  public AskedServer(String name, ManagementClient client) {
    this(name, Optional.of(client), "");
  }

  /** One that there is no way to. */
  public static AskedServer unreachable(String name, String why) {
    return new AskedServer(name, Optional.empty(), why);
  }

  /**
   * Its API.
   *
   * @throws ServerRefusedException when there is no way to it, as one that does not answer
   */
  public ManagementClient client() {
    return reached.orElseThrow(() -> new ServerRefusedException(why));
  }
}
