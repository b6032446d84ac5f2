package io.mailhelm.dns.spf;

import io.mailhelm.dns.Resolver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Counts the look-ups of a record and of the records it leads to. For one count. */
final class CostWalk {
  private static final int MAX_RECORDS = 50;
  private static final int MAX_PROBLEMS = 10;
  private final Resolver resolver;
  private final Deque<String> way = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private int lookups;
  private int records;
  private boolean isComplete = true;

  CostWalk(Resolver resolver) {
    this.resolver = resolver;
  }

  SpfCost of(SpfRecord record, String domain) {
    walk(record, domain);
    return new SpfCost(lookups, isComplete, problems.stream().distinct().toList());
  }

  private void walk(SpfRecord record, String domain) {
    way.push(domain.toLowerCase(Locale.ROOT));
    for (var directive : record.directives()) {
      if (directive.mechanism() instanceof SpfMechanism.All) {
        way.pop();
        return; // nothing after it is looked at, redirect= neither (RFC 7208 §5.1)
      }
      if (directive.mechanism().costsLookup()) {
        count();
      }
      if (directive.mechanism() instanceof SpfMechanism.Include(var target)) {
        follow("include:", target, domain);
      }
    }
    record
        .redirect()
        .ifPresent(
            target -> {
              count();
              follow("redirect=", target, domain);
            });
    way.pop();
  }

  private void count() {
    if (lookups < SpfCost.MAX_LOOKUPS) {
      lookups++;
    } else {
      isComplete = false;
    }
  }

  private void problem(String sentence) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(sentence);
    }
  }

  private void follow(String term, DomainSpec target, String domain) {
    var name = target.name(domain);
    if (name.isEmpty() || records == MAX_RECORDS || lookups == SpfCost.MAX_LOOKUPS) {
      isComplete = false;
      return;
    }
    var shown =
        "'" + term + SpfCharacters.shown(target.text()) + "' of " + SpfCharacters.shown(domain);
    if (way.contains(name.get().toLowerCase(Locale.ROOT))) {
      problem(shown + " leads in a circle");
      isComplete = false;
      return;
    }
    records++;
    switch (SpfLookup.by(name.get(), resolver::txt)) {
      case SpfLookup.One(var record) -> walk(record, name.get());
      case SpfLookup.None none -> problem(shown + " leads to a domain without an SPF record");
      case SpfLookup.Faulty(var problem) -> problem(problem);
      case SpfLookup.Unavailable(var reason) -> {
        problem(shown + " cannot be followed now: " + reason);
        isComplete = false;
      }
    }
  }
}
