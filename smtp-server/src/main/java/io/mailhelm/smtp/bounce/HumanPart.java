package io.mailhelm.smtp.bounce;

import java.util.List;

/**
 * Writes the part of a report for people: what happened, the words of the server that refused, and
 * what to do.
 */
final class HumanPart {
  private HumanPart() {}

  /**
   * The text.
   *
   * @param returned whether the message, or some of it, is in the report
   */
  static String of(
      String domain,
      boolean utf8,
      ReportOccasion occasion,
      List<RecipientReport> about,
      boolean returned) {
    var text = new StringBuilder(800);
    line(text, "This is the mail system of " + domain + ".");
    line(text, "");
    line(text, opening(occasion));
    for (var reported : about) {
      var attempt = reported.attempt();
      line(text, "");
      line(text, "  <" + ReportText.clean(reported.recipient().address(), utf8) + ">");
      var words = ReportText.clean(attempt.text(), utf8);
      if (attempt.code() > 0) {
        var host = ReportText.clean(attempt.host(), utf8);
        wrapped(text, (host.isEmpty() ? "Its server" : host) + " said:");
        wrapped(text, ReportText.clean(ReportText.reply(attempt), utf8));
      } else if (!words.isEmpty()) {
        wrapped(text, words);
      }
      if (occasion != ReportOccasion.DELIVERED && occasion != ReportOccasion.RELAYED) {
        wrapped(text, Advice.of(ReportText.status(attempt.enhanced(), occasion)));
      }
    }
    line(text, "");
    line(text, closing(occasion, about, returned));
    return text.toString();
  }

  static String subject(ReportOccasion occasion) {
    return switch (occasion) {
      case FAILED, EXPIRED -> "Your message could not be delivered";
      case DELAYED -> "Your message is delayed";
      case DELIVERED -> "Your message was delivered";
      case RELAYED -> "Your message was passed on";
    };
  }

  private static String opening(ReportOccasion occasion) {
    return switch (occasion) {
      case FAILED -> "Your message could not be delivered to:";
      case EXPIRED -> "Your message was tried again and again, and could not be delivered to:";
      case DELAYED -> "Your message has not been delivered yet to:";
      case DELIVERED -> "Your message was delivered to:";
      case RELAYED -> "Your message was passed on to the mail server of:";
    };
  }

  private static String closing(
      ReportOccasion occasion, List<RecipientReport> about, boolean returned) {
    return switch (occasion) {
      case FAILED, EXPIRED ->
          "It will not be tried again."
              + (returned ? " The message, or its header, is attached." : "");
      case DELAYED ->
          about.getFirst().retriedUntil().map(until -> "until " + ReportText.date(until)).stream()
              .map(until -> "It will be tried again " + until + ". You need not do anything.")
              .findFirst()
              .orElse("It will be tried again. You need not do anything.");
      case DELIVERED -> "You asked to be told.";
      case RELAYED ->
          "You asked to be told. That server sends no reports, so this is the last you hear.";
    };
  }

  private static void wrapped(StringBuilder text, String words) {
    // folded for a field and indented by four, it reads well as text
    var folded = ReportText.folded("", words).substring(1).stripTrailing();
    for (var line : folded.split("\r\n")) {
      line(text, "    " + line.strip());
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
