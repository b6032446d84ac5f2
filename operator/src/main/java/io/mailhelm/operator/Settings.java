package io.mailhelm.operator;

import io.mailhelm.dns.NameServers;
import io.mailhelm.operator.desired.Image;
import io.mailhelm.operator.desired.Scraping;
import java.util.List;
import java.util.Objects;

/**
 * What the operator is told at its start.
 *
 * @param serverImage of server pods whose MailDomain names none
 * @param namespace where the operator itself runs
 * @param resolvers name servers to ask where a MailDomain declares none, as {@code address} or
 *     {@code address:port}; empty: the machine's
 * @param allowed what whoever writes MailDomains may decide
 * @param upgradesAtOnce how many servers may be replaced at the same time for a newer operator
 * @param scraping how Prometheus is told to scrape servers
 */
public record Settings(
    Image serverImage,
    String namespace,
    List<String> resolvers,
    Allowed allowed,
    Scraping scraping,
    int upgradesAtOnce) {
  public Settings {
    Objects.requireNonNull(allowed);
    Objects.requireNonNull(scraping);
    Objects.requireNonNull(serverImage);
    Objects.requireNonNull(namespace);
    if (upgradesAtOnce < 1) {
      throw new IllegalArgumentException(
          "mailhelm.upgrades.at.once is how many servers are upgraded at the same time: 1 or more");
    }
    resolvers = List.copyOf(resolvers);
    resolvers.forEach(NameServers::parse);
  }
}
