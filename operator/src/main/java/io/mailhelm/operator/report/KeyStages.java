package io.mailhelm.operator.report;

import io.mailhelm.crds.Condition;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.DkimStatus.Key;
import io.mailhelm.crds.DkimStatus.Stage;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Tells of signing keys that have come to another stage between two statuses. It compares the
 * statuses, so a restarted operator tells nothing twice.
 */
final class KeyStages {
  private static final String DKIM_READY = "DKIMReady";
  private static final String CAPTURE = "Capture";

  private KeyStages() {}

  /**
   * Tells of each key that has come to another stage.
   *
   * @param teller takes reason and message
   */
  static void tell(MailDomain domain, MailDomainStatus after, BiConsumer<String, String> teller) {
    var before = keys(Optional.ofNullable(domain.getStatus()));
    var now = keys(Optional.of(after));
    if (isCapture(after)) {
      return; // Nothing is to be published for keys of mail that never leaves.
    }
    now.forEach(
        (selector, key) -> {
          var was = Optional.ofNullable(before.get(selector)).map(Key::stage);
          // One that signs from the first is somebody's own.
          var isNews = was.map(stage -> stage != key.stage()).orElse(key.stage() == Stage.Pending);
          if (isNews) {
            teller.accept("DkimKey" + key.stage(), text(domain, key));
          }
        });
    before.forEach(
        (selector, key) -> {
          if (!now.containsKey(selector) && key.stage() == Stage.Retired) {
            teller.accept("DkimKeyDeleted", "the private key of %s is gone".formatted(selector));
          }
        });
  }

  private static String text(MailDomain domain, Key key) {
    var name = "%s._domainkey.%s".formatted(key.selector(), domain.getSpec().domain());
    return switch (key.stage()) {
      case Pending ->
          "%s signs once all name servers show its record: publish TXT %s %s"
              .formatted(key.selector(), name, key.record());
      case Active -> "%s signs: TXT %s was seen everywhere".formatted(key.selector(), name);
      case Retiring ->
          "%s signs no more: leave TXT %s where it is, for mail on its way"
              .formatted(key.selector(), name);
      case Retired -> "%s is not needed any more: remove TXT %s".formatted(key.selector(), name);
    };
  }

  private static Map<String, Key> keys(Optional<MailDomainStatus> status) {
    var keys = new LinkedHashMap<String, Key>();
    status
        .map(MailDomainStatus::dkim)
        .map(DkimStatus::keys)
        .orElse(List.of())
        .forEach(key -> keys.put(key.selector(), key));
    return keys;
  }

  private static boolean isCapture(MailDomainStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(DKIM_READY))
        .map(Condition::reason)
        .anyMatch(CAPTURE::equals);
  }
}
