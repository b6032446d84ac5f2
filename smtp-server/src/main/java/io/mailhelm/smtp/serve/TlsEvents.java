package io.mailhelm.smtp.serve;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.send.TlsOutcomes;
import java.util.Locale;

/** Passes the results of TLS with other servers on as events. */
final class TlsEvents implements TlsOutcomes {
  private final Observer observer;

  TlsEvents(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void secured(String domain, Policy policy, String host) {
    observer.on(new Event.TlsChecked(domain, word(policy), host, Event.TlsChecked.SECURED, ""));
  }

  @Override
  public void failed(String domain, Policy policy, String host, Result result, String detail) {
    observer.on(new Event.TlsChecked(domain, word(policy), host, result.wire(), detail));
  }

  /** As RFC 8460 §4.2 spells it. */
  private static String word(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
