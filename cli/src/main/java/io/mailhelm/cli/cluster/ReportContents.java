package io.mailhelm.cli.cluster;

import io.mailhelm.cli.bundle.Bundle;
import io.mailhelm.cli.remote.TerminalText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;

/** Gathers the contents of a report. What cannot be had is noted, and the rest goes on. */
final class ReportContents {
  private final Bundle bundle;
  private final List<String> missing = new ArrayList<>();

  ReportContents(Bundle bundle) {
    this.bundle = bundle;
  }

  /** A source of a text, which may fail. */
  @FunctionalInterface
  interface Source {
    String text() throws IOException;
  }

  /**
   * Adds a text under a path, unless its source refuses or fails.
   *
   * @throws IOException when the report cannot be written
   */
  void add(String path, Source source) throws IOException {
    String text;
    try {
      text = source.text();
    } catch (IOException | RuntimeException e) {
      // Whatever it is: a report is made where things are not as they should be.
      missing(path, e);
      return;
    }
    try {
      bundle.add(path, text);
    } catch (ZipException e) {
      // Two texts of one path: the first is in the report, and so are the others.
      missing(path, e);
    }
  }

  /** Notes that something could not be gathered. */
  void missing(String path, Exception why) {
    missing(path, Objects.requireNonNullElse(why.getMessage(), why.toString()));
  }

  /** Notes that something could not be gathered, for a known reason. */
  void missing(String path, String why) {
    missing.add(TerminalText.line(path + ": " + why));
  }

  /**
   * Adds a description of the report and of what it lacks.
   *
   * @return what it lacks
   */
  List<String> finish(Instant at, boolean addresses) throws IOException {
    bundle.add(
        "README.txt",
        """
        A report on Mailhelm, made by kubectl mailhelm report at %s.

        Taken out: all values of Secrets of six characters or more, wherever they would stand and however encoded; private keys and credentials; values of
        environment variables; annotations that are not Mailhelm's; of MailUsers what is about a person.
        Messages are not in it, neither their subjects nor their texts.
        %s
        Names of resources, domains and hosts, and addresses of clients in logs, are in it: they may be personal data.

        Not gathered:
        %s
        """
            .formatted(
                at,
                addresses
                    ? "Addresses are as they are (--addresses)."
                    : "What stands left of the @ of an address is a pseudonym: the same one for the"
                        + " same address in this report alone.",
                missing.isEmpty() ? "(nothing)" : String.join("\n", missing)));
    return List.copyOf(missing);
  }
}
