package io.mailhelm.smtp.serve;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.send.TlsOutcomes;
import java.util.Optional;

/** Makes events of how TLS to other servers went. */
final class TlsEvents implements TlsOutcomes {
  private final Observer observer;

  TlsEvents(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void secured(String domain, Policy policy, String host) {
    observer.on(new Event.TlsChecked(domain, policy, host, Optional.empty(), ""));
  }

  @Override
  public void failed(String domain, Policy policy, String host, Result result, String detail) {
    observer.on(new Event.TlsChecked(domain, policy, host, Optional.of(result), detail));
  }
}
