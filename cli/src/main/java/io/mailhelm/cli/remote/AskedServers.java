package io.mailhelm.cli.remote;

import java.io.IOException;
import java.util.List;

/**
 * Which servers a command asks. Its implementations are options: of a data folder or a URL on a
 * laptop, of pods in a cluster, none in a pod, which asks itself. A way that was opened to a server
 * stays open until the process ends, which is when the command has.
 */
public interface AskedServers {
  /**
   * All that are meant, at least one.
   *
   * @throws IllegalArgumentException when none is found, saying what to write
   * @throws ServerRefusedException when whoever knows them says no
   */
  List<AskedServer> all() throws IOException;

  /**
   * The only one that is meant, for what makes sense at one server alone.
   *
   * @throws IllegalArgumentException when several are meant, saying how to name one
   */
  AskedServer one() throws IOException;
}
