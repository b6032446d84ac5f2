package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A delivery client that speaks SMTP and keeps its session from one message to the next. One
 * thread's, but for {@link #close}.
 */
final class SmtpDeliveryClient implements DeliveryClient {
  private final ClientContext with;
  private final Hop hop;
  private final TlsLevel level;
  private final ReentrantLock busy = new ReentrantLock();
  private final Abort abort = new Abort();
  private Optional<ClientSession> session = Optional.empty();
  private Set<Requirement> sessionFor = Set.of();
  private boolean reportsPassedOn;

  SmtpDeliveryClient(ClientContext with, Hop hop, TlsLevel level) {
    this.with = with;
    this.hop = hop;
    this.level = level;
  }

  @Override
  public List<Attempt> attempt(OutboundMessage parcel) {
    busy.lock();
    try {
      var round = new DeliveryAttempt(with, hop, level, parcel, abort);
      var wanted = tlsRequirements(parcel);
      var kept = session.filter(open -> open.isReusable() && sessionFor.equals(wanted));
      if (kept.isEmpty()) {
        session.ifPresent(ClientSession::quit);
      }
      session = Optional.empty();
      var attempts = round.run(kept);
      session = round.session();
      sessionFor = wanted;
      reportsPassedOn = round.isDsnPassedOn();
      return attempts;
    } finally {
      busy.unlock();
    }
  }

  @Override
  public boolean passedReportsOn() {
    return reportsPassedOn;
  }

  /** What decides which connection is good enough. */
  private static Set<Requirement> tlsRequirements(OutboundMessage parcel) {
    var wanted = EnumSet.of(Requirement.REQUIRETLS, Requirement.TLS_OPTIONAL);
    wanted.retainAll(parcel.requirements());
    return wanted;
  }

  @Override
  public void close() {
    if (busy.tryLock()) {
      try {
        session.ifPresent(ClientSession::quit);
        session = Optional.empty();
        abort.now();
      } finally {
        busy.unlock();
      }
    } else {
      abort.now();
    }
  }
}
