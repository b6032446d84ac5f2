package io.mailhelm.cli.pod;

import io.mailhelm.cli.commands.HealthText;
import io.mailhelm.cli.remote.AskedServers;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status} in a pod: shows the health of the pod's own server. */
@Command(
    name = "status",
    description = {
      "How the server of this pod is.",
      "Exit code 1 when it takes no mail, or a listener does not listen."
    })
final class PodStatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AskedServers servers;

  @Override
  public Integer call() throws IOException {
    return HealthText.print(spec.commandLine().getOut(), servers.one()) ? 0 : 1;
  }
}
