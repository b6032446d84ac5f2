package io.mailhelm.cli;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.PrivateFile;
import io.mailhelm.cli.serve.LaptopServer;
import io.mailhelm.cli.serve.ServeOptions;
import io.mailhelm.cli.settings.EnvironmentSettings;
import io.mailhelm.cli.settings.SettingsResources;
import io.mailhelm.smtp.observe.LogFormat;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailhelm serve}: serves a folder of resources, or the settings of the one-domain case. */
@Command(
    name = "serve",
    description = {
      "Serve a folder of resources.",
      "Without a folder, the settings EMAIL_PROVIDER=custom-smtp, CUSTOM_SMTP_… and .env say what to serve."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", arity = "0..1", description = "folder of resources")
  Optional<Path> folder;

  @Option(
      names = "--data",
      defaultValue = "mailhelm-data",
      description = "mail, keys and token; default: ${DEFAULT-VALUE}")
  Path data;

  @Option(names = "--dev", description = "for development: APIs without a token, all on loopback")
  boolean dev;

  @Option(
      names = "--log-format",
      defaultValue = "TEXT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  LogFormat logFormat;

  @Option(names = "--log-file", description = "write the log to this file as well")
  Optional<Path> logFile;

  @Option(names = "--any-port", description = "take whatever ports the system gives")
  boolean anyPort;

  @Option(
      names = "--probes-port",
      defaultValue = "9000",
      paramLabel = "PORT",
      description = "the port of probes and metrics, on loopback; default: ${DEFAULT-VALUE}")
  int probesPort;

  @Option(
      names = "--ports-file",
      description = "write the ports to this file, as JSON, when all is ready")
  Optional<Path> portsFile;

  @Option(
      names = "--accept-missing-database",
      description = {
        "begin with an empty database although the data folder has mail that belongs to another;",
        "that mail is moved to mail/stray"
      })
  boolean acceptMissingDatabase;

  @Option(names = "--rehearse", hidden = true)
  boolean rehearse;

  @Override
  public Integer call() throws Exception {
    if (probesPort < 0 || probesPort > 65_535) {
      throw new IllegalArgumentException("--probes-port is a port: 1 to 65535, or 0 for any");
    }
    if (acceptMissingDatabase) {
      PrivateFile.write(
          DataFolder.open(data).mail().resolve(SqliteMailStore.ACCEPT_MISSING_DATABASE), "");
    }
    var from = folder.isPresent() ? folder.get() : fromSettings();
    return LaptopServer.run(
        new ServeOptions(
            from,
            data,
            dev,
            new ServeOptions.Ports(anyPort, probesPort, portsFile),
            rehearse,
            logFormat,
            logFile));
  }

  private Path fromSettings() throws IOException {
    var settings = EnvironmentSettings.read(System.getenv(), Path.of(""));
    var declarations = SettingsResources.declarations(settings);
    spec.commandLine()
        .getOut()
        .println("The settings amount to these resources:\n\n" + declarations);
    var declared = DataFolder.open(data).declared();
    PrivateFile.write(declared.resolve("settings.yaml"), declarations);
    PrivateFile.write(declared.resolve("settings-secret.yaml"), SettingsResources.secret(settings));
    return declared;
  }
}
