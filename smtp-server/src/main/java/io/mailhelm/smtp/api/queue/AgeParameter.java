package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Parses durations as people write them: {@code 90s}, {@code 30m}, {@code 12h}, {@code 2d}. */
final class AgeParameter {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");

  private AgeParameter() {}

  /**
   * @param name the parameter, for the error
   * @throws ApiException 400
   */
  static Duration of(String name, String written) {
    var matcher = AGE.matcher(written);
    if (!matcher.matches()) {
      throw ApiException.badRequest(
          "'%s' is a number and a unit: 90s, 30m, 12h or 2d.".formatted(name));
    }
    var number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
