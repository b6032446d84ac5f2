package io.mailhelm.operator.it;

import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.expect.ZoneFile;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.xbill.DNS.Type;

/**
 * The DNS of a test: a name server on loopback that resolves for everybody and has the zone
 * example.com, in which a person writes. Everything in it is forgotten after a second.
 */
final class World implements AutoCloseable {
  static final String ADDRESS = "192.0.2.1";

  /** Lets a MailDomain that sends be looked at all the time. */
  static final String DNS =
      "dns: {checkInterval: 1s, publicAddresses: [%s], egressAddresses: [%s]}"
          .formatted(ADDRESS, ADDRESS);

  private static final int TTL = 1;
  private static final Pattern LINE =
      Pattern.compile("(?m)^(?:; )?(\\S+\\.) 3600 IN ([A-Z]+) (.+)$");

  private final FakeNameServer server = new FakeNameServer();

  World() {
    server
        .has("example.com.", Type.NS, TTL, "ns1.example.com.")
        .has("example.com.", Type.SOA, TTL, "ns1.example.com. root.example.com. 1 2 3 4 1")
        .has("ns1.example.com.", Type.A, TTL, "127.0.0.1");
  }

  Outside outside() {
    return new Outside(server);
  }

  FakeNameServer server() {
    return server;
  }

  /** Pastes what a status says is to be written, PTR records too. */
  void paste(MailDomain domain) {
    LINE.matcher(domain.getStatus().dns().zoneFile())
        .results()
        .forEach(line -> write(line.group(1), line.group(2), line.group(3)));
  }

  /** Publishes the record of a key. */
  void publish(String selector, String record) {
    write(selector + "._domainkey.example.com.", "TXT", ZoneFile.quoted(record));
  }

  /** One record, once. */
  void write(String name, String type, String data) {
    server.forgets(name, Type.value(type)).has(name, Type.value(type), TTL, data);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
