package io.mailhelm.cli.remote;

import java.io.IOException;
import java.util.List;

/**
 * Finds the servers that a command asks. Its implementations are options of commands: a data folder
 * or a URL on a laptop, pods in a cluster, none in a pod, which asks itself. A connection that was
 * opened to a server stays open until the process ends with the command.
 */
public interface AskedServers {
  /**
   * All servers that are meant, at least one.
   *
   * @throws IllegalArgumentException when none is found; the message says what to write
   * @throws ServerRefusedException when whoever knows them refuses
   */
  List<AskedServer> all() throws IOException;

  /**
   * The only server that is meant, for questions that make sense to one server alone.
   *
   * @throws IllegalArgumentException when several are meant; the message says how to name one
   */
  AskedServer one() throws IOException;
}
