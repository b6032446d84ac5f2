package io.mailhelm.operator;

import io.mailhelm.dns.NameServers;
import io.mailhelm.operator.desired.DefaultImage;
import io.mailhelm.operator.desired.ScrapeSettings;
import java.util.List;
import java.util.Objects;

/**
 * The settings that the operator is started with.
 *
 * @param serverImage the image of server pods whose MailDomain names none
 * @param namespace where the operator itself runs
 * @param resolvers name servers to ask where a MailDomain declares none, as {@code address} or
 *     {@code address:port}; empty: the machine's
 * @param allowed what the people who write MailDomains may decide
 * @param upgrades how servers are replaced for a newer operator
 * @param scraping how Prometheus is told to scrape servers
 */
public record OperatorSettings(
    DefaultImage serverImage,
    String namespace,
    List<String> resolvers,
    AdminGrants allowed,
    ScrapeSettings scraping,
    Upgrades upgrades) {
  public OperatorSettings {
    Objects.requireNonNull(allowed);
    Objects.requireNonNull(scraping);
    Objects.requireNonNull(serverImage);
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(upgrades);
    resolvers = List.copyOf(resolvers);
    resolvers.forEach(NameServers::parse);
  }

  /**
   * How servers are replaced for a newer operator.
   *
   * @param atOnce how many at the same time
   * @param stopAfter in how many namespaces an upgrade may fail before all others wait
   */
  public record Upgrades(int atOnce, int stopAfter) {
    public Upgrades {
      if (atOnce < 1) {
        throw new IllegalArgumentException(
            "mailhelm.upgrades.at.once is how many servers are upgraded at the same time: 1 or more");
      }
      if (stopAfter < 1) {
        throw new IllegalArgumentException(
            "mailhelm.upgrades.stop.after is in how many namespaces one fails before all others wait: 1 or more");
      }
    }
  }
}
