package io.mailhelm.cli.serve;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.dns.rotation.RecordVisibility;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Logs the stages of keys, each thing once. Thread-safe; one look at a domain at a time. */
final class KeyLog {
  private final Observer observer;
  private final Map<String, Map<String, News>> told = new ConcurrentHashMap<>();

  KeyLog(Observer observer) {
    this.observer = observer;
  }

  private record News(DkimKey.Stage stage, String detail) {}

  /** Logs what has changed. At the first look at a domain only what waits for a person is news. */
  void of(Domain domain, DkimLedger ledger, Map<String, RecordVisibility> sights) {
    var now = new HashMap<String, News>();
    for (var key : ledger.keys()) {
      now.put(key.selector(), new News(key.stage(), detail(domain, key, sights)));
    }
    var before = Optional.ofNullable(told.put(domain.name(), now));
    now.forEach(
        (selector, news) -> {
          var known =
              before.map(all -> news.equals(all.get(selector))).orElse(!waits(news.stage()));
          if (!known) {
            tell(domain, selector, news.stage().name(), news.detail());
          }
        });
    before.stream()
        .flatMap(all -> all.keySet().stream())
        .filter(selector -> !now.containsKey(selector))
        .forEach(selector -> tell(domain, selector, "gone", ""));
  }

  private void tell(Domain domain, String selector, String stage, String detail) {
    observer.on(
        new Event.KeyMoved(
            domain.domain().ascii(), selector, stage.toLowerCase(Locale.ROOT), detail));
  }

  private static boolean waits(DkimKey.Stage stage) {
    return stage == DkimKey.Stage.Pending;
  }

  private static String detail(
      Domain domain, DkimLedger.Key key, Map<String, RecordVisibility> sights) {
    var name = "%s._domainkey.%s".formatted(key.selector(), domain.domain().ascii());
    return switch (key.stage()) {
      case Pending -> {
        var obstacle =
            Optional.ofNullable(sights.get(key.selector()))
                .map(RecordVisibility::obstacle)
                .orElse("");
        yield key.visibleSince().isPresent()
            ? "its record is there: it signs once nobody can remember that it was not"
            : "publish its record at " + name + (obstacle.isEmpty() ? "" : ": " + obstacle);
      }
      case Active -> "it signs";
      case Retiring -> "leave its record at " + name;
      case Retired -> "its record at " + name + " may go";
    };
  }
}
