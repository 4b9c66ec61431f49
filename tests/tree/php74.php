<?php
/**
 * Prints what PHP 7.4 could not run in the files named on the command line, one `file:line: what` a line.
 *
 * The plugin must run on Moodle 4.1, which allows PHP 7.4, while `php -l` only knows the PHP at hand.
 */

declare(strict_types=1);

const NEW_TOKENS = ['T_MATCH', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ENUM', 'T_READONLY', 'T_PRIVATE_SET', 'T_PIPE'];
const NEW_TYPES = ['mixed', 'never'];
const NEW_RETURN_TYPES = ['mixed', 'never', 'static', 'false', 'true', 'null'];
const NEW_FUNCTIONS = [
    'str_contains', 'str_starts_with', 'str_ends_with', 'fdiv', 'get_debug_type', 'get_resource_id',
    'preg_last_error_msg', 'array_is_list', 'fsync', 'fdatasync', 'enum_exists', 'ini_parse_quantity',
    'memory_reset_peak_usage', 'json_validate', 'mb_str_pad', 'str_increment', 'str_decrement',
    'array_find', 'array_find_key', 'array_any', 'array_all', 'mb_trim', 'mb_ucfirst', 'mb_lcfirst',
    'array_first', 'array_last', 'sodium_crypto_stream_xchacha20', 'curl_upkeep',
];

/** A file's tokens without white space and comments, each with its name, text and line. */
function meaningful(string $source): array {
    $tokens = [];
    foreach (PhpToken::tokenize($source) as $token) {
        if (!$token->is([T_WHITESPACE, T_COMMENT, T_DOC_COMMENT])) {
            $tokens[] = $token;
        }
    }
    return $tokens;
}

/** The index of the bracket that closes the one at $open. */
function closing(array $tokens, int $open): int {
    for ($i = $open, $depth = 0; $i < count($tokens); $i++) {
        $depth += (int) in_array($tokens[$i]->text, ['(', '[', '{', '#['], true);
        $depth -= (int) in_array($tokens[$i]->text, [')', ']', '}'], true);
        if ($depth === 0) {
            return $i;
        }
    }
    return count($tokens) - 1;
}

/** What a function's parameters, captures and return type use of PHP 8. */
function signature_findings(array $tokens, int $at): Generator {
    $open = $at;
    while ($tokens[$open]->text !== '(') {
        $open++;
    }
    do {
        $close = closing($tokens, $open);
        yield from parameter_findings(array_slice($tokens, $open + 1, $close - $open - 1));
        $next = $tokens[$close + 1] ?? null;
        $open = $close + 2;
    } while ($next !== null && $next->is(T_USE));
    if ($next !== null && $next->text === ':') {
        yield from return_type_findings($tokens, $close + 2);
    }
}

/** What a list of parameters or captures uses of PHP 8. */
function parameter_findings(array $parameters): Generator {
    $indefault = false;
    foreach ($parameters as $i => $token) {
        if ($token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE])) {
            yield [$token, 'constructor promotion'];
        } else if ($token->is(T_NEW)) {
            yield [$token, 'new in an initialiser'];
        } else if ($token->text === '|' && !$indefault) {
            yield [$token, 'union type'];
        } else if ($token->text === ',' && !isset($parameters[$i + 1])) {
            yield [$token, 'trailing comma in a parameter list'];
        }
        $indefault = $token->text === '=' || ($indefault && $token->text !== ',');
    }
}

/** What the return type that starts at $at uses of PHP 8. */
function return_type_findings(array $tokens, int $at): Generator {
    for ($i = $at; !in_array($tokens[$i]->text, ['{', ';', '=>'], true); $i++) {
        if (in_array(strtolower($tokens[$i]->text), NEW_RETURN_TYPES, true)) {
            yield [$tokens[$i], "return type {$tokens[$i]->text}"];
        } else if (in_array($tokens[$i]->text, ['|', '&'], true)) {
            yield [$tokens[$i], 'union or intersection type'];
        }
    }
}

/** What a name is of PHP 8, with the texts of its neighbours. */
function name_finding(string $before, string $name, string $after): ?string {
    $ismember = in_array($before, ['->', '::', 'function', 'const'], true);
    if (in_array(strtolower($name), NEW_FUNCTIONS, true) && $after === '(' && !$ismember) {
        return "{$name}()";
    }
    if (in_array(strtolower($name), NEW_TYPES, true) && substr($after, 0, 1) === '$') {
        return "type {$name}";
    }
    return in_array($before, ['(', ','], true) && $after === ':' ? "named argument {$name}" : null;
}

/** What the token at $i, with its neighbours, is of PHP 8. */
function token_finding(array $tokens, int $i): ?string {
    $token = $tokens[$i];
    $before = $tokens[$i - 1]->text ?? '';
    $after = $tokens[$i + 1]->text ?? '';
    $second = $tokens[$i + 2]->text ?? '';
    $isvisibility = $token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE, T_VAR]);
    $isexpression = in_array($before, ['?', '??', '=', '=>', '||', '&&', '(', ',', 'return'], true);
    $found = array_filter([
        $token->text => in_array($token->getTokenName(), NEW_TOKENS, true),
        'union type' => $isvisibility && $second === '|',
        'first-class callable' => $token->is(T_ELLIPSIS) && $after === ')',
        'throw as an expression' => $token->is(T_THROW) && $isexpression,
        'catch without a variable' => $token->is(T_CATCH) && !$tokens[closing($tokens, $i + 1) - 1]->is(T_VARIABLE),
        '::class of an object' => $token->is(T_CLASS) && $before === '::' && $tokens[$i - 2]->is(T_VARIABLE),
        'typed constant' => $token->is(T_CONST) && $before !== 'use' && $second !== '=',
        'final constant' => $token->is(T_FINAL) && $after === 'const',
        'octal 0o' => $token->is(T_LNUMBER) && stripos($token->text, '0o') === 0,
    ]);
    return array_key_first($found) ?? ($token->is(T_STRING) ? name_finding($before, $token->text, $after) : null);
}

/** All a file uses of PHP 8, as [token, what]. */
function findings(string $source): Generator {
    $tokens = meaningful($source);
    foreach ($tokens as $i => $token) {
        $what = token_finding($tokens, $i);
        if ($what !== null) {
            yield [$token, $what];
        }
        if ($token->is([T_FUNCTION, T_FN]) && ($tokens[$i - 1]->text ?? '') !== 'use') {
            yield from signature_findings($tokens, $i);
        }
    }
}

foreach (array_slice($argv, 1) as $file) {
    foreach (findings(file_get_contents($file)) as [$token, $what]) {
        echo "{$file}:{$token->line}: {$what}\n";
    }
}
