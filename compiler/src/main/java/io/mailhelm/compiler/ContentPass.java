package io.mailhelm.compiler;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.crds.ContentSpec;
import io.mailhelm.crds.SendPolicy;
import java.util.EnumMap;
import java.util.Optional;

/** Compiles {@code spec.content} of a SendPolicy. */
final class ContentPass {
  private ContentPass() {}

  static ContentRules rules(SendPolicy policy, Problems problems) {
    var spec = policy.getSpec().content();
    if (spec == null) {
      return ContentRules.OFF;
    }
    var fields = new SpecFields(policy, problems);
    var actions = new EnumMap<Check, ContentRules.Action>(Check.class);
    put(actions, Check.PlainTextPart, spec.plainTextPart());
    put(actions, Check.ListUnsubscribe, spec.listUnsubscribe());
    put(actions, Check.UrlShorteners, spec.urlShorteners());
    put(actions, Check.ExecutableAttachments, spec.executableAttachments());
    put(actions, Check.MissingFields, spec.missingFields());
    put(actions, Check.FromAlignment, spec.fromAlignment());
    var words = ContentRules.SPAM_WORDS;
    if (spec.spamWords() != null) {
      put(actions, Check.SpamWords, spec.spamWords().action());
      words = spec.spamWords().words().stream().map(String::strip).sorted().distinct().toList();
      if (words.contains("")) {
        fields.invalid(
            "spec.content.spamWords.words", "an empty word is in every message: remove it");
      }
    }
    long size = ContentRules.LARGE;
    if (spec.size() != null) {
      put(actions, Check.Size, spec.size().action());
      size = fields.octets("spec.content.size.over", spec.size().over(), 1);
    }
    return new ContentRules(actions, words, size);
  }

  private static void put(
      EnumMap<Check, ContentRules.Action> actions, Check check, ContentSpec.Action action) {
    action(action).ifPresent(on -> actions.put(check, on));
  }

  private static Optional<ContentRules.Action> action(ContentSpec.Action action) {
    return switch (action) {
      case Off -> Optional.empty();
      case Warn -> Optional.of(ContentRules.Action.Warn);
      case Reject -> Optional.of(ContentRules.Action.Reject);
    };
  }
}
