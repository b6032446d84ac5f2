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
 * @param scraping how Prometheus is told to scrape servers
 */
public record Settings(
    Image serverImage,
    String namespace,
    List<String> resolvers,
    Allowed allowed,
    Scraping scraping) {
  public Settings {
    Objects.requireNonNull(allowed);
    Objects.requireNonNull(scraping);
    Objects.requireNonNull(serverImage);
    Objects.requireNonNull(namespace);
    resolvers = List.copyOf(resolvers);
    resolvers.forEach(NameServers::parse);
  }
}
