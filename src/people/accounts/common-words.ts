/**
 * Words that most common passwords contain, in small letters. They were chosen from the most frequent passwords in
 * @zxcvbn-ts/language-common 4.1.3 (MIT, copyright 2012-2016 Dan Wheeler and Dropbox, Inc., 2021 @zxcvbn-ts), with
 * the words that administrators use, and seasons and months in several languages.
 */
export const COMMON_WORDS: readonly string[] = `
password passwort passwd passw contrasena motdepasse parola parool wachtwoord senha geheim secret login logon
welcome willkommen bienvenue bienvenido letmein changeme change default temporary temp guest user username
administrator admin root system manager master server service support operator office company access account
internet computer network security private test testing demo sample example trial hello hallo hola bonjour
roomshot clearance vessel tanker broker owner charterer captain shipping marine ship
qwerty azerty qwertz asdf zxcv qazwsx qweasd wasd abcd
iloveyou loveyou iloveu love lovely lover sweet angel baby babygirl princess prince king queen honey sunshine
monkey dragon tiger lion eagle falcon wolf horse dolphin panther bulldog buster ginger pepper snoopy butterfly
football baseball basketball soccer hockey tennis golf liverpool arsenal chelsea barcelona juventus yankees
superman batman spiderman ironman starwars pokemon minecraft naruto matrix gandalf merlin wizard warrior ninja
shadow hunter killer ranger trustno trustnoone freedom freepass whatever nothing forever
michael jennifer jordan michelle jessica daniel thomas andrew robert charlie ashley nicole amanda anthony
joshua matthew george william richard joseph david james john mary maria anna alexander samantha victoria
spring summer autumn fall winter fruehling sommer herbst printemps automne hiver verano invierno
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
money silver golden diamond crystal orange banana apple cookie cheese chocolate coffee pumpkin flower rainbow
purple yellow black white green blue blink london paris berlin newyork chicago dallas boston america england
mercedes porsche ferrari corvette mustang harley yamaha suzuki toyota honda nissan
google facebook linkedin twitter instagram samsung microsoft windows apple android nintendo playstation
rocket phoenix thunder lightning maverick cowboy chicken bubbles summertime correcthorsebatterystaple
`
  .trim()
  .split(/\s+/);
