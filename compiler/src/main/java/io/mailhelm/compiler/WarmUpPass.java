package io.mailhelm.compiler;

import io.mailhelm.config.Provider;
import io.mailhelm.config.Reason;
import io.mailhelm.config.WarmUp;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.WarmUpSpec;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles {@code spec.warmUp} of a SendPolicy. */
final class WarmUpPass {
  private final RoutePass routes;
  private final List<Provider> providers;
  private final Problems problems;

  /**
   * @param providers those that are declared, besides {@link Provider#KNOWN}
   */
  WarmUpPass(RoutePass routes, List<Provider> providers, Problems problems) {
    this.routes = routes;
    this.providers = providers;
    this.problems = problems;
  }

  /** The warm-up of a policy; empty where it declares none, or a problem now says why. */
  Optional<WarmUp> warmUp(SendPolicy policy) {
    var spec = policy.getSpec().warmUp();
    if (spec == null) {
      return Optional.empty();
    }
    var fields = new SpecFields(policy, problems);
    var day = day(fields, spec.startedOn());
    var zone = zone(fields, spec.timeZone());
    if (spec.until() < spec.firstDay()) {
      fields.invalid(
          "spec.warmUp.until",
          "%d is less than firstDay (%d): raise it".formatted(spec.until(), spec.firstDay()));
    }
    if (day.isEmpty() || zone.isEmpty() || spec.until() < spec.firstDay()) {
      return Optional.empty();
    }
    return Optional.of(
        new WarmUp(
            day.get(),
            spec.firstDay(),
            spec.growthPercent(),
            spec.until(),
            zone.get(),
            spec.hold(),
            spec.allowOptOut(),
            perProvider(policy, fields, spec),
            Optional.ofNullable(spec.overflow())
                .flatMap(
                    overflow ->
                        routes.relay(
                            policy, fields, "spec.warmUp.overflow.relay", overflow.relay()))));
  }

  private Map<String, Integer> perProvider(SendPolicy policy, SpecFields fields, WarmUpSpec spec) {
    var caps = new TreeMap<String, Integer>();
    if (spec.perProvider() == null) {
      return caps;
    }
    var names =
        Stream.concat(Provider.KNOWN.stream(), providers.stream())
            .map(Provider::name)
            .collect(Collectors.toSet());
    new TreeMap<>(spec.perProvider())
        .forEach(
            (name, cap) -> {
              var path = "spec.warmUp.perProvider." + name;
              if (!names.contains(name)) {
                fields.invalid(
                    path,
                    "no provider has this name: write one of %s, or add it to"
                            .formatted(String.join(", ", names.stream().sorted().toList()))
                        + " spec.server.providers of the MailDomain that has server");
              } else if (cap.firstDay() > spec.firstDay()) {
                problems.note(
                    policy,
                    Reason.NoEffect,
                    path,
                    "it is more than firstDay (%d), which caps all mail, whomever it is for"
                        .formatted(spec.firstDay()));
              }
              caps.put(name, cap.firstDay());
            });
    return caps;
  }

  private static Optional<LocalDate> day(SpecFields fields, String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      fields.invalid(
          "spec.warmUp.startedOn",
          "'%s' is not a day of the calendar: write e.g. 2026-11-22".formatted(text));
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(SpecFields fields, String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      fields.invalid(
          "spec.warmUp.timeZone",
          "'%s' is not a time zone: write e.g. UTC or Europe/Berlin".formatted(text));
      return Optional.empty();
    }
  }
}
