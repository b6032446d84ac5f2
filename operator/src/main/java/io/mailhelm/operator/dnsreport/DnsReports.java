package io.mailhelm.operator.dnsreport;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.operator.rounds.Crowd;
import io.mailhelm.operator.rounds.Watches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the DNS says of each domain that is watched. A domain is looked at as soon as it is known,
 * when what the DNS should say of it changes, and then every {@code spec.dns.checkInterval}, a
 * tenth more or less; while nobody answers, twice as long each time, up to an hour. Any thread.
 */
public final class DnsReports implements AutoCloseable {
  /** A thousand domains that are all new at a start are not all asked for at the same moment. */
  static final int AT_ONCE = 16;

  private final Watches<Question, Look> looks;

  /**
   * @param bell told of a MailDomain with servers when there is news of a domain that lives on them
   */
  public DnsReports(Inspectors inspectors, Consumer<ResourceID> bell, MeterRegistry registry) {
    var failures =
        Counter.builder("mailhelm.dns.lookup.failures")
            .description("Records that could not be told at a look at the DNS.")
            .register(registry);
    var eyes = new Look.Eyes(inspectors, new Crowd(AT_ONCE), failures::increment, new Random());
    this.looks =
        new Watches<>(
            (host, name, question) ->
                new Look(
                    question.domain().domain().ascii(), question, eyes, () -> bell.accept(host)));
  }

  /**
   * The domains that live on a server now: those to watch are looked at, others no more.
   *
   * @param resolvers whom to ask
   * @param pauses whether nothing is done for a MailDomain of that name
   */
  public void watch(
      ResourceID host, ServerConfig config, List<String> resolvers, Predicate<String> pauses) {
    var wanted = new HashMap<String, Question>();
    config.domains().stream()
        .filter(domain -> domain.dns().watched() && !pauses.test(domain.name()))
        .forEach(
            domain ->
                wanted.put(
                    domain.name(), new Question(domain, config.server().hostname(), resolvers)));
    looks.keep(host, wanted);
  }

  /**
   * What the DNS says; empty: nobody has looked since this operator began, or nobody does.
   *
   * @param name of the MailDomain
   */
  public Optional<DnsReport> of(ResourceID host, String name) {
    return looks.of(host, name).flatMap(Look::report);
  }

  /** Nothing that lives there is looked at any more. */
  public void forget(ResourceID host) {
    looks.forget(host);
  }

  /** Nobody is asked any more. */
  @Override
  public void close() {
    looks.close();
  }
}
