package io.mailhelm.cli;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.serve.FolderPasswords;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailhelm password}: sets or shows the password of a folder's user. */
@Command(
    name = "password",
    description = {
      "Set a user's password in the Secret it comes from, or show it.",
      "A server that serves the folder takes it up by itself. The new one comes from MAILHELM_PASSWORD, from the terminal or from standard input."
    })
final class PasswordCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "folder of resources")
  Path folder;

  @Parameters(
      index = "1",
      paramLabel = "USER",
      description = "address, or metadata.name of the MailUser")
  String user;

  @Option(
      names = "--data",
      defaultValue = "mailhelm-data",
      description = "default: ${DEFAULT-VALUE}")
  Path data;

  @Option(names = "--show", description = "print the password and change nothing")
  boolean show;

  @Override
  public Integer call() throws Exception {
    var passwords = new FolderPasswords(folder, DataFolder.find(data));
    var out = spec.commandLine().getOut();
    if (show) {
      out.println(passwords.show(user));
      return 0;
    }
    var changed =
        passwords.set(user, Terminal.password("MAILHELM_PASSWORD", "New password of " + user));
    out.println("The password of " + user + " is set in " + changed.file());
    out.println(
        changed.grace().equals("0s")
            ? "The one before it is not taken any more as soon as a server has read it."
            : "The one before it is taken for %s more, by PLAIN, LOGIN and the APIs (spec.mailboxes.passwordGrace of the MailDomain)."
                .formatted(changed.grace()));
    return 0;
  }
}
