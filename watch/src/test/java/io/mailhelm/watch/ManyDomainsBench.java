package io.mailhelm.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.InboundRules;
import io.mailhelm.dns.expect.ExpectedRecords;
import io.mailhelm.dns.expect.ZoneFile;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/**
 * What it costs to look at 1,000 domains, each of which has all of its records, with one name
 * server in a process of its own on loopback. {@code make bench-dns} runs it; it checks nothing.
 */
class ManyDomainsBench {
  private static final int DOMAINS = Integer.getInteger("mailhelm.bench.domains", 1_000);
  private static final int TTL = 300;
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MINUTES = Integer.getInteger("mailhelm.bench.minutes", 3);
  private static final String ADDRESS = "10.1.0.1";

  /** The name server: says its port, then for each line how often it was asked. */
  static final class Zones {
    public static void main(String... arguments) throws IOException {
      try (var server = new FakeNameServer()) {
        domains().forEach(domain -> publish(domain, server));
        System.out.println(server.address().getPort());
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (in.readLine() != null) {
          System.out.println(server.asked());
        }
      }
    }

    private static void publish(Domain domain, FakeNameServer server) {
      ExpectedRecords.of(domain, HOSTNAME).stream()
          .filter(record -> record.isKnown())
          .forEach(
              record -> {
                var name = record.name() + ".";
                var type = Type.value(record.type());
                var data =
                    record.type().equals("TXT") ? ZoneFile.quoted(record.data()) : record.data();
                server.forgets(name, type).has(name, type, TTL, data); // they share a host
              });
    }
  }

  private static final DomainName HOSTNAME = DomainName.of("mail.host.example");

  @Test
  void cost() throws IOException {
    var zones =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Zones.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var answers = zones.inputReader();
        var questions = zones.outputWriter()) {
      var port = answers.readLine();
      var listener = new CountingListener();
      var shared =
          new ServerWatch.Shared(
              new NetworkLookups(Clock.systemUTC()), listener, Clock.systemUTC());
      try (var watch = new DnsWatch(shared, listener)) {
        var before = Used.now(asked(answers, questions));
        watch.follow(
            domains().stream()
                .collect(
                    Collectors.toMap(
                        Domain::name,
                        domain -> new DnsSubject(domain, HOSTNAME, List.of("127.0.0.1:" + port)))));
        Awaitility.await()
            .atMost(Duration.ofMinutes(10))
            .until(() -> listener.dnsChanges.get() >= DOMAINS);
        var first = Used.now(asked(answers, questions));
        first.since(before).print("first look at all of them");
        var ready = watch.reports().get("d0").ready();
        System.out.printf("records that are right, of the first: %s%n", ready);
        for (int minute = 1; minute <= MINUTES; minute++) {
          var end = System.nanoTime() + INTERVAL.toNanos();
          Awaitility.await()
              .atMost(INTERVAL.multipliedBy(2))
              .pollInterval(Duration.ofMillis(200))
              .until(() -> System.nanoTime() > end);
          var now = Used.now(asked(answers, questions));
          now.since(first).print("minute " + minute);
          first = now;
        }
        System.out.printf("news after the first look: %d%n", listener.dnsChanges.get() - DOMAINS);
      }
    } finally {
      zones.destroy();
    }
  }

  /** What was used until a moment, or between two. */
  private record Used(long nanos, long cpu, long asked) {
    static Used now(long asked) {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Used(System.nanoTime(), system.getProcessCpuTime(), asked);
    }

    Used since(Used before) {
      return new Used(nanos - before.nanos, cpu - before.cpu, asked - before.asked);
    }

    void print(String what) {
      System.gc();
      System.out.printf(
          "%s: %.1f s, %d questions, %.1f CPU s, %d MiB of heap after a collection, %d platform"
              + " threads%n",
          what,
          nanos / 1e9,
          asked,
          cpu / 1e9,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
          ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  private static long asked(BufferedReader answers, Writer questions) throws IOException {
    questions.write("\n");
    questions.flush();
    return Long.parseLong(answers.readLine());
  }

  private static List<Domain> domains() {
    return IntStream.range(0, DOMAINS).mapToObj(ManyDomainsBench::domain).toList();
  }

  private static Domain domain(int number) {
    var none = DomainDns.DEFAULT;
    var name = "d%d.example".formatted(number);
    return new Domain(
        "d" + number,
        DomainName.of(name),
        DomainName.of("mail." + name),
        Domain.Outbound.Deliver,
        Optional.empty(),
        Optional.empty(),
        true,
        "tls",
        List.of(
            new DkimKey(
                "ed25519",
                DkimKey.Algorithm.Ed25519,
                DkimKey.Stage.Active,
                Base64.getEncoder().encodeToString(new byte[32]),
                "dkim/d")),
        new DomainDns(
            List.of(ADDRESS),
            List.of(ADDRESS),
            none.spf(),
            none.dmarc(),
            none.mtaSts(),
            none.tlsReportsTo(),
            List.of(new DomainDns.Submission(587, false), new DomainDns.Submission(465, true)),
            true,
            List.of(),
            List.of(),
            INTERVAL,
            true),
        List.of(),
        InboundRules.DEFAULT,
        Domain.PASSWORD_GRACE);
  }
}
