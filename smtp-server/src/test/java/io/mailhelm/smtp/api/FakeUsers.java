package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers who is declared; refuses {@code bad.name@…} as a compiler would. */
final class FakeUsers implements UserDirectory {
  private final Set<Mailbox> declared = ConcurrentHashMap.newKeySet();

  @Override
  public Outcome create(Mailbox address, String password) {
    if (address.localPart().equals("bad.name")) {
      var resource = new ResourceRef("MailUser", "default", "bad.name");
      var problem =
          new Problem(
              Problem.Severity.Error,
              Reason.InvalidValue,
              resource,
              "spec.localPart",
              "choose another name");
      return new Outcome.Refused(List.of(problem));
    }
    return declared.add(address) ? new Outcome.Done() : new Outcome.Conflict();
  }

  @Override
  public Outcome delete(Mailbox address) {
    return declared.remove(address) ? new Outcome.Done() : new Outcome.Conflict();
  }
}
