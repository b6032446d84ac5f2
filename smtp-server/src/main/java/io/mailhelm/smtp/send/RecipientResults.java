package io.mailhelm.smtp.send;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Collects the results for all recipients of one attempt, each with the server that gave it. */
final class RecipientResults {
  private final Instant began;

  /** The same by {@link ElapsedTime}: how long it took says whether a server is slow. */
  private final Duration since = ElapsedTime.SYSTEM.now();

  private final RecipientResult[] verdicts;
  private final Attempt[] attempts;
  private Attempt refused;
  private boolean noted;

  RecipientResults(Clock clock, int recipients) {
    this.began = clock.instant();
    this.verdicts = new RecipientResult[recipients];
    this.attempts = new Attempt[recipients];
    this.refused =
        attempt(
            RecipientResult.deferred(LocalStatusCodes.NETWORK, "no server was tried"), "", "", "");
  }

  /**
   * One for each recipient; null while it is not known. The code that learns one writes it here.
   */
  RecipientResult[] verdicts() {
    return verdicts;
  }

  /** Those that nothing is known of, some at a time. */
  List<Integer> open(int most) {
    return IntStream.range(0, verdicts.length)
        .filter(i -> verdicts[i] == null)
        .limit(most)
        .boxed()
        .toList();
  }

  boolean isSettled() {
    return open(1).isEmpty();
  }

  /** What was learnt since the last time was learnt there. */
  void settledAt(ServerAddress target, String tls) {
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] != null && attempts[i] == null) {
        attempts[i] = attempt(verdicts[i], target.host(), target.endpoint(), tls);
      }
    }
  }

  /** There is no server to ask. */
  void refused(RecipientResult verdict) {
    note(attempt(verdict, "", "", ""));
  }

  /** A server was not found. */
  void refused(RecipientResult verdict, String host) {
    note(attempt(verdict, host, "", ""));
  }

  /** A server could not be used. */
  void refused(RecipientResult verdict, ServerAddress target, String tls) {
    note(attempt(verdict, target.host(), target.endpoint(), tls));
  }

  /** It ended before every server was tried: so those that refused it do not speak for all. */
  void stopped(String why) {
    if (!noted || refused.outcome() == Outcome.FAILED && !refused.address().isEmpty()) {
      note(attempt(RecipientResult.deferred(LocalStatusCodes.NETWORK, why), "", "", ""));
    }
  }

  /** It fails for good only where every server says so; words of a server say more than silence. */
  private void note(Attempt now) {
    boolean sooner = now.outcome() == Outcome.DEFERRED && refused.outcome() == Outcome.FAILED;
    boolean weaker = now.outcome() == refused.outcome() && (now.code() > 0 || refused.code() == 0);
    if (!noted || sooner || weaker) {
      refused = now;
    }
    noted = true;
  }

  /**
   * The attempts, for each recipient in order; those that no server settled get the reason for
   * which the servers could not be used.
   */
  List<Attempt> attempts() {
    var all = new ArrayList<Attempt>();
    for (var attempt : attempts) {
      all.add(attempt == null ? refused : attempt);
    }
    return all;
  }

  private Attempt attempt(RecipientResult verdict, String host, String address, String tls) {
    return new Attempt(
        began,
        ElapsedTime.SYSTEM.now().minus(since),
        verdict.outcome(),
        host,
        address,
        tls,
        verdict.code(),
        verdict.enhanced(),
        verdict.text(),
        verdict.refusesAddress(),
        verdict.inferred());
  }
}
