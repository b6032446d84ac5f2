package io.mailhelm.compiler.read;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Resolves plain scalars by the JSON schema of YAML 1.2. YAML 1.1, the library's own, makes a date
 * of 2026-11-22, a number of 10:30 and booleans of yes and on.
 */
final class JsonResolver extends Resolver {
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NOTHING = Pattern.compile("null|Null|NULL|~|");
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,40})");
  private static final Pattern FRACTION =
      Pattern.compile("-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, TRUTH, "tTfF", 5);
    addImplicitResolver(Tag.NULL, NOTHING, "nN~\0", 4);
    addImplicitResolver(Tag.INT, WHOLE, "-0123456789", 42);
    addImplicitResolver(Tag.FLOAT, FRACTION, "-0123456789", 90);
  }
}
