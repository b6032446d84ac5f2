package io.mailhelm.smtp.receive;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Action;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.compute.Computation;
import io.mailhelm.smtp.lint.ContentFinding;
import io.mailhelm.smtp.lint.LintReport;
import io.mailhelm.smtp.lint.LintRequest;
import io.mailhelm.smtp.lint.MessageLint;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.FromField;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.receive.Acceptance.Arrived;
import io.mailhelm.smtp.receive.MessageChecks.Refusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Has a user's message checked as the user's policy says ({@code SendPolicy.spec.content}), and
 * refuses it or says in a header field what was found. A policy without checks costs nothing.
 * Thread-safe.
 */
final class ContentPolicy {
  private final Observer observer;

  ContentPolicy(Observer observer) {
    this.observer = observer;
  }

  /** What comes of a message. */
  sealed interface Ruling {
    /** It is taken, with these fields before it, each ended by CRLF. */
    record Taken(String fields) implements Ruling {}

    /** It is not. */
    record NotTaken(Refusal refusal) implements Ruling {}
  }

  private static final Ruling UNCHANGED = new Ruling.Taken("");

  /** The ruling on a message that nothing else refuses. */
  Ruling of(Arrived arrived, HeaderSection header) {
    if (arrived.user().isEmpty()) {
      return UNCHANGED;
    }
    var user = arrived.user().get();
    var policy = arrived.config().directory().policy(user);
    if (policy.content().actions().isEmpty()) {
      return UNCHANGED;
    }
    try {
      var report = lint(arrived, header, user, policy.content());
      var actions = policy.content().actions();
      report
          .findings()
          .forEach(
              each -> observer.on(new Event.ContentFound(each.check(), actions.get(each.check()))));
      return ruling(report, policy);
    } catch (IOException e) {
      return new Ruling.NotTaken(
          new Refusal(Replies.STORE_FAILED, RejectionReason.StoreFailed, "its body: " + e));
    }
  }

  private static LintReport lint(
      Arrived arrived, HeaderSection header, User user, ContentRules rules) throws IOException {
    var request =
        new LintRequest(
            rules.actions().keySet(),
            rules.spamWords(),
            rules.size(),
            arrived.envelope().named(),
            arrived.config().signers().unaligned(authors(header), user.address().domain()));
    var body = arrived.body().writer(0);
    try {
      return Computation.CONTENT.of(
          user.mailboxId(),
          () -> {
            try (var message = body.open()) {
              return MessageLint.of(message, body.size(), request);
            }
          });
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the message was checked");
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static List<Mailbox> authors(HeaderSection header) {
    return header.from().stream()
        .flatMap(field -> FromField.addresses(field).stream())
        .flatMap(List::stream)
        .toList();
  }

  private static Ruling ruling(LintReport report, SendPolicy policy) {
    var actions = policy.content().actions();
    var refused =
        report.findings().stream()
            .filter(finding -> actions.get(finding.check()) == Action.Reject)
            .findFirst();
    if (refused.isPresent()) {
      return new Ruling.NotTaken(refusal(refused.get(), policy));
    }
    return report.findings().isEmpty()
        ? UNCHANGED
        : new Ruling.Taken(
            report.findings().stream()
                .map(finding -> finding.check().label())
                .collect(Collectors.joining(", ", "X-Mailhelm-Content-Warning: ", "\r\n")));
  }

  /** Who may send is policy, X.7.1 (RFC 3463 §3.8); what is sent is content, X.6.0 (§3.7). */
  private static Refusal refusal(ContentFinding finding, SendPolicy policy) {
    var reply =
        finding.check() == Check.FromAlignment
            ? Replies.notAligned(policy.name(), finding.sentence())
            : Replies.contentNotAllowed(policy.name(), finding.sentence());
    return new Refusal(
        reply,
        RejectionReason.ContentNotAllowed,
        finding.check().label() + " " + String.join(", ", finding.evidence()));
  }
}
