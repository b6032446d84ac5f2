package io.mailhelm.dns.spf;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.Resolver;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;

/**
 * Evaluates SPF records as RFC 7208 says, with its limits: ten terms that need a look-up, ten names
 * each, two terms that find nothing. Thread-safe.
 */
public final class SpfEvaluator implements SpfCheck {
  /**
   * The time limit of a check (RFC 7208 §4.6.4). After it no question is asked; one under way may
   * still take as long as the resolver allows.
   */
  public static final Duration TIME = Duration.ofSeconds(20);

  private final Resolver resolver;
  private final Clock clock;
  private final ElapsedTime elapsed;

  /**
   * @param clock for the macro {@code t}
   */
  public SpfEvaluator(Resolver resolver, Clock clock) {
    this(resolver, clock, ElapsedTime.SYSTEM);
  }

  /**
   * @param elapsed for {@link #TIME}
   */
  SpfEvaluator(Resolver resolver, Clock clock, ElapsedTime elapsed) {
    this.resolver = resolver;
    this.clock = clock;
    this.elapsed = elapsed;
  }

  @Override
  public SpfOutcome check(InetAddress client, String domain, String sender, String helo) {
    var timed = new TimedResolver(resolver, elapsed, TIME);
    var who = new CheckedClient(client, timed);
    var expander = new Expander(who, CheckedSender.of(sender, helo), clock);
    return new Evaluation(timed, who, expander).run(CheckedSender.ascii(domain));
  }
}
